"""`flask people …`"""

from __future__ import annotations

import secrets
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from college import clock
from college.accounts import queries, services
from college.accounts.queries.people import Sought, find_people
from college.accounts.rules import Role, is_privileged, names, passwords, places, second_factor
from college.courseware.outline import OrganisationKind
from college.errors import Refused
from college.web.locale import LANGUAGES

group = AppGroup("people", help="Who is here, and the first administrator.")


@group.command("add")
@click.option("--name", required=True, help="The name in Latin letters.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), help="May be repeated."
)
@click.option("--email", default="", help="An address for signing in and for letters.")
@click.option("--native", default="", help="The name in its own script.")
@click.option("--country", default="CH", show_default=True, help="Two letters of ISO 3166-1.")
@click.option("--organisation", default="", help="Where the person serves.")
@click.option(
    "--kind", default="police", type=click.Choice([kind.value for kind in OrganisationKind]), help="Its type."
)
@click.option("--post", default="", help="The person's work there.")
@click.option("--language", default="en", help="Of letters and pages.")
@click.option("--zone", default="UTC", show_default=True, help="Such as Europe/Paris.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def add(
    *,
    name: str,
    roles: tuple[str, ...],
    email: str,
    native: str,
    country: str,
    organisation: str,
    kind: str,
    post: str,
    language: str,
    zone: str,
    password_stdin: bool,
) -> None:
    """Add an approved person, and print once how they sign in."""
    claim = services.Claim(
        name_latin=name,
        name_native=native,
        email=email,
        country=country.upper(),
        organisation=organisation,
        organisation_kind=kind,
        post=post,
        language=language,
        zone=zone,
    )
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(18)
    _check(claim, password)
    held = tuple(Role(role) for role in roles) or (Role.LEARNER,)
    secret = second_factor.new_secret() if is_privileged(frozenset(held)) else None
    made = services.add(claim, password, roles=held, totp=secret, now=clock.now())
    click.echo(f"Number:   {made.number}")
    if not password_stdin:
        click.echo(f"Password: {password}")
    if secret:
        issuer = current_app.extensions["college"].college_name
        click.echo(f"Second factor, key:     {secret}")
        click.echo(f"Second factor, address: {second_factor.address(secret, account=made.number, issuer=issuer)}")


def _check(claim: services.Claim, password: str) -> None:
    """Say everything that is wrong at once."""
    email = names.email(claim.email)
    wrong = {
        "--name needs Latin letters, and at most 200": not names.is_latin(claim.name_latin)
        or len(claim.name_latin) > 200,
        "--country is not a code of ISO 3166-1": claim.country not in places.COUNTRIES,
        "--zone is not the name of a time zone": claim.zone not in places.ZONES,
        f"--language is one of {', '.join(LANGUAGES)}": claim.language not in LANGUAGES,
        "--email is not an address": bool(email) and not names.is_email(email),
        "--email belongs to somebody already": bool(email) and queries.find_by_address(email) is not None,
        "the password needs 15 to 200 characters that are hard to guess": not passwords.is_long_enough(password)
        or len(password) > passwords.LONGEST
        or passwords.is_guessable(password, (claim.name_latin, claim.email)),
    }
    if faults := [words for words, is_wrong in wrong.items() if is_wrong]:
        raise click.UsageError("; ".join(faults))


@group.command("list")
@click.option("--role", default="", help="Only who holds this role.")
@click.option("--state", default="", help="registered, approved, rejected or suspended.")
def list_people(role: str, state: str) -> None:
    """List people: number, state, roles, name."""
    page = 1
    while True:
        found = find_people(Sought(state=state, role=role), page=page)
        for row in found.people:
            person = row.person
            click.echo(f"{person.number}\t{person.state}\t{person.roles_now or '-'}\t{person.name_latin}")
        if page >= found.pages:
            return
        page += 1


@group.command("password")
@click.argument("number")
def password(number: str) -> None:
    """Set a new password, read from standard input, and end every sign-in of the person."""
    person = queries.find_by_sign_in_name(queries.sign_in_name(number))
    if person is None:
        raise click.UsageError("nobody has this number")
    new = sys.stdin.readline().rstrip("\n")
    if not passwords.is_long_enough(new) or passwords.is_guessable(new, (person.name_latin,)):
        raise click.UsageError("the password needs 15 characters or more that are hard to guess")
    try:
        services.set_password(person.id, new, now=clock.now())
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("The password is set.")
