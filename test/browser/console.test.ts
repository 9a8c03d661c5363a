import { request } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningConsole } from '../../lib/console/serve-console.ts';
import { ASKING, type ConsoleWorld, makeConsoleWorld, serveWorld } from '../fakes/console-world.ts';
import { browserPath, launch } from './chromium.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = 390;
/** The first one is the newest: the one that the run waits for, and that the root leads to. */
const QUESTIONS = [
  { needed: 2, askedAt: '2026-03-01T12:00:01.000000Z' },
  { id: 'RequestAcceptance-0', kind: 'divergence', about: 'FenceOldPrimary', needed: 2 },
  {
    id: 'RequestDecision-0',
    kind: 'decision',
    about: 'SwitchTraffic',
    choices: ['retry', 'take-over', 'skip'],
  },
] as const;

const path = browserPath();

describe.skipIf(path === undefined)('the console in a browser that runs no script', () => {
  let browser: Browser;
  let world: ConsoleWorld;
  let served: RunningConsole;

  beforeAll(async () => {
    browser = await launch(path ?? '');
    world = makeConsoleWorld(
      QUESTIONS.map((one) => ({
        ...one,
        choices: [...('choices' in one ? one.choices : (['approve', 'deny', 'abort'] as const))],
      })),
    );
    served = await serveWorld(world);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  async function open(address = '', javaScriptEnabled = false) {
    const context = await browser.newContext({
      viewport: { width: PHONE, height: 800 },
      javaScriptEnabled,
      bypassCSP: javaScriptEnabled,
    });
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (one) => asked.push(`${one.method()} ${one.url().replace(served.url, '/')}`));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${served.url}${address}`);
    return { page, asked, complaints };
  }

  /** Axe is a script itself: it looks at the same page with scripts on. */
  async function violationsOf(page: Page): Promise<unknown> {
    await page.addScriptTag({ path: AXE });
    return page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' ')))",
    );
  }

  test.each([
    '',
    `runs/${ASKING}`,
    'nowhere',
    ...QUESTIONS.map((one) => `approvals/${ASKING}/${'id' in one ? one.id : 'RequestApproval-0'}`),
  ])('page /%s has no violation that axe finds, and is no wider than a phone', async (address) => {
    const { page } = await open(address, true);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE);
  });

  test('a question is found from the root, answered by two people, and asks for nothing else', async () => {
    const { page, asked, complaints } = await open();
    const question = `/approvals/${ASKING}/RequestApproval-0`;
    await page.click(`a[href="${question}"]`);
    await page.selectOption('#by', 'Anna');
    await page.fill('#reason', 'the region is gone');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.textContent('.note')).toBe('One more person has to agree.');
    await page.click('nav a');
    await page.selectOption('#by', 'Ben');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.textContent('.note')).toBe(
      'approved, by Anna and Ben: the run looks once more, and goes on unless the loss is over.',
    );
    expect(asked).toEqual([
      'GET /',
      `GET ${question}`,
      `POST ${question}`,
      `GET ${question}`,
      `POST ${question}`,
    ]);
    expect(complaints).toEqual([]);
    expect(world.workflows.answers).toMatchObject([{ output: { outcome: { answer: 'approved' } } }]);
  });

  test('Enter in the field of a name sends nothing', async () => {
    const { page, asked } = await open(`approvals/${ASKING}/RequestDecision-0`);
    await page.fill('#by', 'Dora');
    await page.press('#by', 'Enter');
    await page.getByRole('button', { name: 'Leave it out' }).click();
    expect(await page.textContent('.note')).toBe('"skip" needs a reason, for the record');
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  test('the seconds that are left run down by themselves', async () => {
    const { page } = await open(`approvals/${ASKING}/RequestAcceptance-0`, true);
    const left = () =>
      page.evaluate("Number(getComputedStyle(document.querySelector('.clock')).getPropertyValue('--left'))");
    const first = Number(await left());
    expect(first).toBeGreaterThan(700);
    await expect.poll(left).toBeLessThan(first);
  });

  test('another host, another origin and a large form are refused', async () => {
    const { port } = new URL(served.url);
    const ask = (method: string, headers: Record<string, string>, body = '') =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path: '/', method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.once('error', reject);
        sent.end(body);
      });
    const form = { host: `127.0.0.1:${port}`, 'content-type': 'application/x-www-form-urlencoded' };
    expect(await ask('GET', { host: 'attacker.example' })).toBe(421);
    expect(await ask('POST', { ...form, origin: 'http://attacker.example' })).toBe(403);
    expect(await ask('POST', form, 'x'.repeat(20_000))).toBe(413);
  });
});
