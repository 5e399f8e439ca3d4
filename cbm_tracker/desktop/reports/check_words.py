"""What the check of a report found, in words: verdicts with their signs, and what the report was made from."""

from __future__ import annotations

from dataclasses import dataclass

from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.services.report_check import ReportCheck


@dataclass(frozen=True)
class Verdict:
    """`status` names the mark: met, missed or undecided."""

    status: str
    question: str
    answer: str


def headline(checked: ReportCheck) -> tuple[str, str]:
    """Return the mark of it all, and what it comes to."""
    if checked.made_elsewhere:
        return "undecided", tr("The report is unaltered since it was sealed; it was made from another register than the open one.")
    if not checked.holds:
        return "missed", tr("Do not use this report: it does not hold.")
    if checked.says_the_same is False:
        return "near", tr("The report is as it was issued; the register would say something else now.")
    if checked.issued_as is not None:
        return "met", tr("The report is as it was issued, and the register still says the same.")
    return "met", tr("The report is unaltered since it was sealed.")


def verdicts(checked: ReportCheck) -> tuple[Verdict, ...]:
    """Return one verdict for each question, in the order in which they are asked."""
    problems = {found.where: found.problem for found in checked.problems}
    program = checked.file.program or "CBM Tracker"
    told = tr("Yes: made with {program}.").format(program=program)
    unaltered = " ".join(problems[where] for where in ("seal", "structure", "properties") if where in problems)
    return (
        Verdict("met", tr("Is it one of ours?"), told),
        Verdict("missed" if unaltered else "met", tr("Is it unaltered?"), unaltered or tr("Yes: no bit of the file was changed.")),
        *_signed(checked, problems.get("signature", "")),
        _data(checked, problems.get("data", "")),
        _issued(checked, problems.get("register", "")),
        _same(checked),
    )


def _signed(checked: ReportCheck, problem: str) -> tuple[Verdict, ...]:
    """Say who signed it; nothing of a report that nobody signed."""
    question, signatures = tr("Is it signed?"), checked.file.signatures
    if problem:
        return (Verdict("missed", question, problem),)
    if not signatures:
        return ()
    said = tr("Yes, by {names}. Whether the certificate is theirs, the issuing office knows.")
    return (Verdict("met", question, said.format(names=", ".join(each.signer for each in signatures))),)


def _data(checked: ReportCheck, problem: str) -> Verdict:
    question = tr("Do the data inside belong to it?")
    if problem:
        return Verdict("missed", question, problem)
    if checked.file.data is None:
        return Verdict("undecided", question, tr("It holds no data."))
    return Verdict("met", question, tr("Yes: they have the fingerprint that the report states."))


def _issued(checked: ReportCheck, problem: str) -> Verdict:
    question = tr("Did this register issue it?")
    if not checked.asked_register:
        return Verdict("undecided", question, tr("Not asked: no register is open. Open the one that issued it, and check it there."))
    if checked.made_elsewhere:
        said = tr("Not asked: it names the register “{name}”. Open that one, or ask the office that issued it.")
        return Verdict("undecided", question, said.format(name=checked.file.register))
    if problem:
        return Verdict("missed", question, problem)
    assert checked.issued_as is not None
    said = tr("Yes: {instant}.").format(instant=instant_in_words(checked.issued_as.issued_at))
    if checked.corrected_by:
        said += " " + tr("Corrected by {numbers}.").format(numbers=", ".join(checked.corrected_by))
    return Verdict("met", question, said)


def _same(checked: ReportCheck) -> Verdict:
    question = tr("Does the register still say the same?")
    if not checked.asked_register:
        return Verdict("undecided", question, tr("Not asked: no register is open."))
    if checked.says_the_same is None:
        return Verdict("undecided", question, tr("Not asked: this register has not issued the file."))
    if checked.says_the_same:
        return Verdict("met", question, tr("Yes: asked again, it gives the same fingerprint."))
    if not checked.differences:
        return Verdict("near", question, tr("No; where it differs cannot be told."))
    count = len(checked.differences) + checked.left_out
    said = tr_count("No: {count} line differs.", "No: {count} lines differ.", count).format(count=count_in_words(count))
    if checked.left_out:
        said += " " + tr("The first {count} stand below.").format(count=count_in_words(len(checked.differences)))
    return Verdict("near", question, said)


def origins(checked: ReportCheck) -> tuple[tuple[str, str], ...]:
    """Return what the report was made from, and the signs it is known by; what is not known is left out."""
    file, issued = checked.file, checked.issued_as
    state = tr("operation {number}").format(number=count_in_words(issued.state)) if issued and issued.state else ""
    told = (
        (tr("Number"), file.number), (tr("Title"), file.title), (tr("Pages"), count_in_words(file.pages) if file.pages else ""),
        (tr("Speaks of"), instant_in_words(file.at) if file.at else ""), (tr("Register"), file.register),
        (tr("State of the register"), state),
        (tr("Handed to"), issued.request.recipient if issued else ""), (tr("Fingerprint"), _grouped(file.fingerprint)),
        (tr("SHA-256 without the signature") if file.signatures else tr("SHA-256 of the file"), _grouped(file.sha256)),
    )
    return tuple((name, value) for name, value in told if value)


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4].upper() for at in range(0, len(digits), 4))
