// The words of the interface, from its own catalogue, so that one way leads through a page in every language.
import { readFileSync } from "node:fs";

/** A message by its file and key (`bots.more`), with what stands in its braces. */
export type Say = (key: string, values?: Record<string, string>) => string;

type Catalogue = Record<string, string | Record<string, string>>;

/** The words of a language as the pages say them. */
export function words(language: string): Say {
  const files = new Map<string, Catalogue>();
  const file = (name: string): Catalogue => {
    const known = files.get(name) ?? (JSON.parse(readFileSync(path(language, name), "utf8")) as Catalogue);
    files.set(name, known);
    return known;
  };
  return (key, values = {}) => {
    const [name = "", message = ""] = key.split(".");
    const text = file(name)[message];
    if (typeof text !== "string") throw new Error(`${language} has no one text for ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, value: string) => set(values[value] ?? "", language));
  };
}

function path(language: string, name: string): URL {
  return new URL(`../../web/locales/${language}/${name}.json`, import.meta.url);
}

/** A value against the direction of the text is set apart, as the pages do it. */
function set(value: string, language: string): string {
  return language === "ar" && /[A-Za-z+]/.test(value) ? `\u2068${value}\u2069` : value;
}
