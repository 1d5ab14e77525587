// Reads what the server has sent, from the folder that stands for the mail server in development.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Server } from "./server.ts";

export type Mail = { to: string; subject: string; text: string };

/** Waits for the newest mail to an address; `after` leaves out what had come before. */
export async function mailTo(server: Server, address: string, after: Mail[] = []): Promise<Mail> {
  const known = new Set(after.map((mail) => mail.text));
  let found: Mail | undefined;
  await expect
    .poll(async () => {
      const mails = (await mailsIn(server)).filter((mail) => mail.to.includes(address) && !known.has(mail.text));
      found = mails.at(-1);
      return found !== undefined;
    }, `a mail to ${address}`)
    .toBe(true);
  if (found === undefined) throw new Error("unreachable: the poll has waited for it");
  return found;
}

/** All mails, oldest first. */
export async function mailsIn(server: Server): Promise<Mail[]> {
  const names = await readdir(server.mailDir).catch(() => []);
  const files = names.filter((name) => name.endsWith(".eml")).map((name) => join(server.mailDir, name));
  const dated = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
  dated.sort((a, b) => a.at - b.at);
  return Promise.all(dated.map(async ({ file }) => parse(await readFile(file, "utf8"))));
}

/** The first link of a mail that leads to a path of the server. */
export function linkIn(mail: Mail, server: Server, path = "/"): string {
  const link = mail.text.split(/[\s<>"]+/).find((word) => word.startsWith(`${server.address}${path}`));
  if (!link) throw new Error(`no link to ${server.address}${path} in:\n${mail.text}`);
  return link;
}

/** Enough of RFC 5322 and MIME for mails we have written ourselves. */
export function parse(source: string): Mail {
  const [head = "", body = ""] = source.split(/\r?\n\r?\n(.*)/s);
  const header = (name: string) => {
    const unfolded = head.replace(/\r?\n[ \t]+/g, " ");
    return unfolded.match(new RegExp(`^${name}: *(.*)$`, "im"))?.[1]?.trim() ?? "";
  };
  const boundary = header("content-type").match(/boundary="?([^";]+)"?/)?.[1];
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    const plain = parts.find((part) => /content-type: *text\/plain/i.test(part)) ?? parts[0] ?? "";
    return { to: header("to"), subject: header("subject"), text: parse(plain.trimStart()).text };
  }
  return { to: header("to"), subject: header("subject"), text: decode(body, header("content-transfer-encoding")) };
}

function decode(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const joined = body.replace(/=\r?\n/g, "");
      const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return body;
  }
}
