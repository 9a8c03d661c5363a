import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgedFailover } from '../fakes/judged-failover.ts';
import { makeReportModel } from '../../lib/report/make-report-model.ts';
import { renderHtml } from '../../lib/report/render-html.ts';
import { buildRunFixture, type RunFixtureOptions } from '../fakes/run-fixture.ts';
import { sha256 } from '../fakes/sha256.ts';
import { goldenReports } from './golden-reports.ts';
import { browserPath, launch, openFile } from './chromium.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = 390;

const REPORTS: readonly (readonly [string, RunFixtureOptions])[] = [
  ['met', {}],
  ['with lost rows of two databases', { databases: { orders: 600, audit: 0 } }],
  ['missed', { rtoSeconds: 0.1, databases: { orders: 400 } }],
  ['inconclusive, with nothing to draw', { outage: false }],
];

const path = browserPath();

async function violationsOf(page: Page): Promise<unknown> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' ')))",
  );
}

describe.skipIf(path === undefined)('a report in a browser', () => {
  let browser: Browser;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'muster-browser-'));
    browser = await launch(path ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function open(options: RunFixtureOptions, width?: number) {
    const { texts } = buildRunFixture(options);
    return openReport(
      renderHtml(makeReportModel(judgedFailover({ directory: '.', texts }, sha256), texts)),
      width,
    );
  }

  async function openReport(html: string, width?: number) {
    const file = join(directory, 'report.html');
    await writeFile(file, html);
    return openFile(browser, file, width);
  }

  test.each(REPORTS)('asks for nothing and complains of nothing: %s', async (_, options) => {
    const { page, requests, complaints } = await open(options);
    expect(await page.locator('h1').count()).toBe(1);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  });

  test.each(REPORTS)('has no violation that axe finds: %s', async (_, options) => {
    const { page } = await open(options);
    expect(await violationsOf(page)).toEqual([]);
  });

  test.each(goldenReports())(
    'of the golden run %s opens well, on a phone and on paper too',
    async (_, html) => {
      const { page, requests, complaints } = await openReport(html);
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      expect(await violationsOf(page)).toEqual([]);
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      await page.setViewportSize({ width: PHONE, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE);
    },
  );

  test('axe finds a violation where there is one', async () => {
    const { page } = await open({});
    await page.addScriptTag({ path: AXE });
    const found = await page.evaluate(
      "document.querySelector('html').removeAttribute('lang'), axe.run().then(({ violations }) => violations.map(({ id }) => id))",
    );
    expect(found).toContain('html-has-lang');
  });

  test.each(REPORTS)('is no wider than a phone: %s', async (_, options) => {
    const { page } = await open(options, PHONE);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE);
  });

  test('a lost row and the outage are to be seen, on a phone too', async () => {
    const { page } = await open({ databases: { orders: 600 } }, PHONE);
    for (const name of ['lost', 'outage']) {
      const boxes = await page.locator(`svg rect.${name}`).all();
      expect(boxes.length).toBeGreaterThan(0);
      for (const box of boxes) expect((await box.boundingBox())?.width).toBeGreaterThanOrEqual(1);
    }
  });

  test.each([
    ...REPORTS,
    ['that promised what was measured', { rtoSeconds: 0.5, rpoSeconds: 0.6, databases: { orders: 600 } }],
    ['that promised next to nothing', { rtoSeconds: 0.002, rpoSeconds: 0.002, databases: { orders: 600 } }],
    ['that promised days', { rtoSeconds: 604_800, rpoSeconds: 86_400, databases: { orders: 600 } }],
  ] satisfies typeof REPORTS)(
    'no text of a drawing lies outside of it, or over another text: %s',
    async (_, options) => {
      const { page } = await open(options);
      for (const drawing of await page.locator('svg.drawing').all()) {
        const frame = await drawing.boundingBox();
        const texts = await Promise.all(
          (await drawing.locator('text').all()).map((text) => text.boundingBox()),
        );
        const boxes = texts.flatMap((box) => box ?? []);
        expect(boxes.length).toBe(texts.length);
        for (const [index, box] of boxes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual((frame?.x ?? 0) - 1);
          expect(box.x + box.width).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0) + 1);
          for (const other of boxes.slice(index + 1)) {
            const apart =
              box.x + box.width <= other.x + 1 ||
              other.x + other.width <= box.x + 1 ||
              box.y + box.height <= other.y + 4 ||
              other.y + other.height <= box.y + 4;
            expect(apart).toBe(true);
          }
        }
      }
    },
  );

  test('prints, with its colours, on pages', async () => {
    const { page } = await open({ databases: { orders: 600 } });
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
    expect(await readFile(join(directory, 'report.html'), 'utf8')).toContain('print-color-adjust:exact');
  });
});
