// The states of pages, by area. An audit of all of them goes through this list.
import { access } from "./access.ts";
import { account, viewer } from "./account.ts";
import type { States, Visit } from "./visit.ts";

export type Language = "en" | "ar";

/** An area of the product: its pages' states, in the languages they are audited in. */
export type Area = { name: string; states: (visit: Visit) => States; languages: readonly Language[] };

const BOTH = ["en", "ar"] as const;

export const AREAS: readonly Area[] = [
  { name: "access", states: access, languages: BOTH },
  { name: "account", states: account, languages: BOTH },
  { name: "viewer", states: viewer, languages: BOTH },
];
