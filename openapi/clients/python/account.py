"""Signs up, and prints what a client of the API is told: where the server is, its workspace, and a key to that.

What a person does in a browser, once; clients do the rest by the key alone.
"""

import json
import os
import re
import sys
import time
from email import message_from_bytes
from pathlib import Path

import httpx

URL = os.environ["MGS_URL"]
MAILS = Path(os.environ["MGS_MAILS"])
PASSWORD = "seven green lanterns"
SCOPES = ["workspace.read", "bots.read", "bots.edit", "bots.publish"]


class Browser:
    """Keeps cookies by hand: they are `Secure`, which libraries take as "not over plain http to 127.0.0.1"."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def post(self, path: str, **body: object) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"X-MGS-Request": "1", "Origin": URL, "Cookie": cookies}
        answer = httpx.post(f"{URL}/api/v1{path}", json=body, headers=headers, trust_env=False)
        if answer.is_error:
            raise RuntimeError(f"{path}: {answer.text}")
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def token_in_mail(address: str) -> str:
    """The token of the link that was sent to `address`, once it is there."""
    for _ in range(200):
        for file in MAILS.glob("*.eml"):
            mail = message_from_bytes(file.read_bytes())
            parts = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain"]
            found = re.search(rb"/verify#(\S+)", b" ".join(parts))
            if address in mail["To"] and found:
                return found.group(1).decode()
        time.sleep(0.05)
    raise RuntimeError(f"no link was sent to {address}")


def main(name: str) -> None:
    browser, email = Browser(), f"{name}@example.com"
    browser.post(
        "/sign-up", name="Asha Patel", email=email, phone="+919812345678", business_name="Maa Bakery", password=PASSWORD
    )
    me = browser.post("/verify", token=token_in_mail(email)).json()
    workspace = me["workspaces"][0]["workspace_id"]
    browser.post("/me/reauthentication", password=PASSWORD)
    issued = browser.post(f"/workspaces/{workspace}/api-keys", name=name, scopes=SCOPES).json()
    print(json.dumps({"MGS_URL": URL, "MGS_WORKSPACE": workspace, "MGS_KEY": issued["secret"]}))


main(sys.argv[1])
