import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Where this machine's browser is; undefined when there is none. `.ci/run` installs Debian's and wants it used.
 * @throws Error when it is wanted and not there.
 */
export function browserPath(): string | undefined {
  const path = process.env['MUSTER_CHROMIUM'] ?? KNOWN.find((known) => existsSync(known));
  if (path === undefined && process.env['MUSTER_BROWSER'] === 'required')
    throw new Error(`no browser at ${KNOWN.join(', ')}: apt-get install chromium, or set MUSTER_CHROMIUM`);
  return path;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

export interface OpenedPage {
  readonly page: Page;
  /** Addresses that the page asked for, its own file apart. */
  readonly requests: readonly string[];
  /** What it wrote to the console, and errors of its own. */
  readonly complaints: readonly string[];
}

/** Opens a file as a person would by a double click. Its policy is put aside only for what the test itself brings. */
export async function openFile(browser: Browser, path: string, width = 1000): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const own = `file://${path}`;
  page.on('request', (request) => {
    if (request.url() !== own) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(own);
  return { page, requests, complaints };
}
