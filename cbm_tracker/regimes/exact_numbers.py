"""Exact numbers: how they are rounded, and how they are written for somebody who checks them by hand."""

from __future__ import annotations

from fractions import Fraction

ROUNDINGS = ("up", "down", "nearest")


def rounded(exact: Fraction, rounding: str) -> int:
    """Round up, down, or to the nearest whole number (a half goes up)."""
    if rounding == "up":
        return -(-exact.numerator // exact.denominator)
    if rounding == "down":
        return exact.numerator // exact.denominator
    return (exact + Fraction(1, 2)).numerator // (exact + Fraction(1, 2)).denominator


def plain(number: Fraction) -> str:
    """Write a number as decimals where they end, such as 9.75, else as a fraction."""
    digits = next((digits for digits in range(7) if (number * 10**digits).denominator == 1), None)
    if digits is None:
        return f"{number.numerator}/{number.denominator}"
    whole = str(int(abs(number) * 10**digits)).rjust(digits + 1, "0")
    text = f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole
    return f"-{text}" if number < 0 else text


def figure(number: Fraction) -> str:
    """Write a number with its thousands apart: 30,500."""
    return f"{number.numerator:,}" if number.denominator == 1 else plain(number)


def json_number(number: Fraction) -> int | float:
    """Return a whole number as such, another one as the nearest binary one; for showing, not for comparing."""
    return number.numerator if number.denominator == 1 else float(number)
