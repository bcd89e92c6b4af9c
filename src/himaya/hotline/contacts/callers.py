"""Who called, without who it is: a keyed hash, the same for every spelling of a number."""

from django.utils.crypto import salted_hmac

from himaya.kit.fields import read_phone


def caller_key(number: str) -> str:
    """The hash under which the contacts of one number are counted; empty where no number is known. The installation's
    secret goes into it, so that a list of all numbers does not help whoever holds the database."""
    plain = plain_number(number)
    return salted_hmac("himaya.hotline.caller", plain, algorithm="sha256").hexdigest() if plain else ""


def unnumbered_key(contact: str) -> str:
    """The hash under which a caller without a number is known, by the public id of one contact. No number's hash."""
    return salted_hmac("himaya.hotline.unnumbered", contact, algorithm="sha256").hexdigest()


def plain_number(number: str) -> str:
    """A number, or the address or name of a sender, as it is counted. The digits in an e-mail address or in a sender's
    name are no telephone number."""
    plain = "" if "@" in number else read_phone(number) or ""
    lettered = any(map(str.isalpha, number))
    return plain if plain and (plain.startswith("+") or not lettered) else number.strip().lower()
