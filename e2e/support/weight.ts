// What a browser fetches until a page is drawn, as it is sent: from an empty cache, by brotli.
import type { Browser, BrowserContextOptions, Page, Request } from "@playwright/test";

export type File = { name: string; bytes: number; encoding: string | undefined };
export type Weight = { page: string; files: File[]; bytes: number };

/** Opens an address in a browser that has never been here, and weighs the wasm, scripts, styles and words it asked for. */
export async function weigh(
  browser: Browser,
  options: BrowserContextOptions,
  name: string,
  address: string,
  drawn: (page: Page) => Promise<void>,
): Promise<Weight> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const finished: Request[] = [];
  page.on("requestfinished", (request) => finished.push(request));
  await page.goto(address);
  await drawn(page);
  const files = await Promise.all(finished.filter(isCode).map(asFile));
  await context.close();
  return { page: name, files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

function isCode(request: Request): boolean {
  return /\.(wasm|chunks|js|css|txt)$/.test(new URL(request.url()).pathname);
}

async function asFile(request: Request): Promise<File> {
  const { responseBodySize } = await request.sizes();
  const response = await request.response();
  const name = new URL(request.url()).pathname.split("/").at(-1) ?? "";
  return { name, bytes: responseBodySize, encoding: response?.headers()["content-encoding"] };
}

/** The weights as a table: one line a page, and its heaviest files behind. */
export function table(weights: Weight[], budget: number): string {
  const line = ({ page, files, bytes }: Weight) => {
    const heaviest = [...files].sort((a, b) => b.bytes - a.bytes).slice(0, 6);
    const named = heaviest.map((file) => `${file.name} ${file.bytes}`).join(", ");
    return `${String(bytes).padStart(8)}  ${page.padEnd(14)} ${String(files.length).padStart(3)} files: ${named}`;
  };
  return [`Bytes of wasm, scripts, styles and words until a page is drawn, of ${budget}:`, ...weights.map(line)].join("\n");
}
