"""Who calls: people with an account, made through the API as their browser would.

Nothing of the server's inside is used: sign-up, the link in the mail, the session cookies and their renewal are what a
browser does.
"""

import os
import re
import time
from email import message_from_bytes
from itertools import count
from pathlib import Path

import requests

ADDRESS = os.environ["MGS_CONTRACT_ADDRESS"]
MAILS = Path(os.environ["MGS_CONTRACT_MAILS"])
PASSWORD = "seven green lanterns"
SAME_ORIGIN = {"X-MGS-Request": "1", "Origin": ADDRESS}
PROVED_S = 240
RENEW_EVERY_S = 120

numbers = count(1)


class Person:
    """Somebody with an account, as one of their browsers is: a jar of cookies."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.password = PASSWORD
        self.proved_at = 0.0
        self.renewed_at = time.monotonic()
        self.jar: dict[str, str] = {}
        self.browser = requests.Session()
        self.browser.headers.update(SAME_ORIGIN)

    def call(self, method: str, path: str, **body: object) -> requests.Response:
        """By hand: the cookies are `Secure`, which `requests` takes as "not over plain http to 127.0.0.1"."""
        if self.jar and time.monotonic() > self.renewed_at + RENEW_EVERY_S:
            self.renew()
        answer = self.browser.request(method, f"{ADDRESS}/api/v1{path}", json=body or None, cookies=self.jar)
        answer.raise_for_status()
        self.jar |= answer.cookies.get_dict()
        return answer

    def renew(self) -> None:
        """Before the access token ends."""
        self.renewed_at = time.monotonic()
        self.call("POST", "/session/refresh")

    def prove_password(self) -> None:
        """Opens sensitive acts for five minutes."""
        if time.monotonic() > self.proved_at + PROVED_S:
            self.call("POST", "/me/reauthentication", password=self.password)
            self.proved_at = time.monotonic()

    def sign_up(self) -> None:
        self.call(
            "POST",
            "/sign-up",
            name="Asha Patel",
            email=self.email,
            phone="+919812345678",
            business_name="Maa Bakery",
            password=self.password,
        )
        self.call("POST", "/verify", token=token_in_mail(self.email, "verify"))

    def other_browser(self) -> "Person":
        other = Person(self.email)
        other.password = self.password
        other.call("POST", "/sign-in", email=other.email, password=other.password)
        return other

    def session(self) -> str:
        sessions = self.call("GET", "/me/sessions").json()["items"]
        return next(each["id"] for each in sessions if each["is_this"])

    def member(self, workspace: str) -> str:
        workspaces = self.call("GET", "/me").json()["workspaces"]
        return next(each["member_id"] for each in workspaces if each["workspace_id"] == workspace)


def new_address() -> str:
    return f"person-{next(numbers)}@example.com"


def token_in_mail(address: str, page: str) -> str:
    """The token of the newest link to `page` that was sent to `address`."""
    for _ in range(100):
        for file in sorted(MAILS.glob("*.eml"), reverse=True):
            mail = message_from_bytes(file.read_bytes())
            text = " ".join(
                part.get_payload(decode=True).decode() for part in mail.walk() if part.get_content_type() == "text/plain"
            )
            found = re.search(rf"/{page}#(\S+)", text)
            # One that is being written has no address yet.
            if address == (mail["To"] or "").strip("<>") and found:
                return found.group(1)
        time.sleep(0.1)
    raise RuntimeError(f"no link to /{page} was sent to {address}")
