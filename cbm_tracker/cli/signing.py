"""The key that signs a report: a PKCS#12 file or a token, and its pass phrase from a file or typed unseen."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cbm_tracker.cli.words import WrongCall

if TYPE_CHECKING:
    from cbm_tracker.services.reports import SigningKey


def add_signing(made: argparse.ArgumentParser) -> None:
    made.add_argument("--sign", type=Path, metavar="FILE", help="sign it with the key in this PKCS#12 file (.p12, .pfx)")
    made.add_argument("--sign-token", type=Path, metavar="LIBRARY", help="instead: sign it with a token, by its PKCS#11 library")
    made.add_argument("--token", default="", metavar="LABEL", help="the token to sign with")
    made.add_argument("--key", default="", metavar="LABEL", help="the key on the token")
    made.add_argument("--pass-phrase-file", type=Path, metavar="FILE", help="its first line is the pass phrase or PIN; asked without")


def signing_key(arguments: argparse.Namespace) -> SigningKey | None:
    """Raises WrongCall: what is named of a key is not enough, or too much."""
    from cbm_tracker.services.reports import KeyFile, Token

    if arguments.sign and arguments.sign_token:
        raise WrongCall("Name one of --sign and --sign-token: a report is signed once.")
    if arguments.sign:
        return KeyFile(arguments.sign, _secret(arguments.pass_phrase_file, f"Pass phrase of {arguments.sign.name}: "))
    if arguments.sign_token:
        if not arguments.token or not arguments.key:
            raise WrongCall("A token is named by --token, and the key on it by --key.")
        secret = _secret(arguments.pass_phrase_file, f"PIN of {arguments.token}: ")
        return Token(arguments.sign_token, arguments.token, arguments.key, secret)
    if arguments.token or arguments.key or arguments.pass_phrase_file:
        raise WrongCall("--token, --key and --pass-phrase-file go with --sign or --sign-token.")
    return None


def _secret(file: Path | None, question: str) -> str:
    if file is not None:
        try:
            return file.read_text("utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongCall(f"{file} cannot be read for the pass phrase.") from error
    if not sys.stdin.isatty():
        raise WrongCall("Nobody can be asked for the pass phrase here. Name --pass-phrase-file.")
    return getpass.getpass(question)
