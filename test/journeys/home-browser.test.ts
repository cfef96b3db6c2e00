import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type Page as BrowserPage, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overviewContext } from '../../functions/overview/context.ts';
import { createPages } from '../../infra/local/pages.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { putDemoJourney, putDemoRegion } from '../support/region.ts';
import { createWorld, type World } from '../support/world.ts';

const isThere = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser that CHROMIUM_PATH names, else the first of the usual names on the PATH. */
const findChromium = (): string | undefined => {
  const named = process.env['CHROMIUM_PATH'];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [...(named === undefined ? [] : [named]), ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
  return candidates.find(isThere);
};

const executablePath = findChromium();
if (executablePath === undefined)
  process.stdout.write('No Chromium is installed here, so no test drives the page in a browser. Name one in CHROMIUM_PATH.\n');

const WAIT_MS = 10_000;

describe.runIf(executablePath !== undefined)('the page of the region, in a browser', () => {
  let world: World;
  let browser: Browser;
  let requested: string[];
  const complaints: string[] = [];

  const open = async (path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<BrowserPage> => {
    const page = await browser.newPage({ locale: 'en-GB', ...options });
    page.setDefaultTimeout(WAIT_MS);
    requested = [];
    page.on('request', (request) => requested.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(world.baseUrl + path);
    return page;
  };

  beforeAll(async () => {
    world = await createWorld({
      contexts: [overviewContext],
      policies: jinan.policies,
      pages: (engine) => createPages({ contexts, engine, profile: jinan }),
    });
    await putDemoRegion(world);
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('shows a journey when it begins, and its timeline as it grows, without being loaded again', async () => {
    const page = await open('/?lang=en');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate('window.isSamePage = true');

    const { prescriptionId, claim } = await putDemoJourney(world);
    await page.locator('#latest').getByText(prescriptionId).waitFor();
    await page.locator('#journey .step').nth(1).waitFor();
    expect(await page.locator('#journey .step').count()).toBe(2);
    expect(await page.locator('#journey .chip').textContent()).toBe('Open');

    await claim();
    await page.locator('#journey .step').nth(3).waitFor();
    await page.locator('#journey .chip', { hasText: 'Claimed' }).waitFor();
    expect(await page.locator('#journey svg.lanes .arrow').count()).toBe(4);
    expect(await page.locator('#counts .number').textContent()).toBe('1');
    expect(await page.evaluate('window.isSamePage')).toBe(true);
    await page.close();
  });

  it('keeps what the reader opened, and the place of the keyboard, while it moves', async () => {
    const page = await open('/?lang=en');
    await page.locator('#steps summary').click();
    await page.locator('#latest tbody a').first().focus();
    const focused = await page.evaluate<string>('document.activeElement.id');
    await putDemoJourney(world);
    await page.locator('#latest tbody tr').nth(1).waitFor();
    expect(await page.locator('#steps').getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('document.activeElement.id')).toBe(focused);
    await page.close();
  });

  it('switches the language, and stays with the journey that was chosen', async () => {
    const page = await open('/?lang=en');
    await page.locator('#latest tbody a').last().click();
    await page.getByText('Follow the newest').waitFor();
    const chosen = await page.locator('#journey header code').textContent();
    await page.locator('#language').click();
    await page.getByText('处方旅程', { exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('#journey header code').textContent()).toBe(chosen);
    expect(await page.locator('#journey').textContent()).toContain('派发邀约');
    await page.close();
  });

  it('is whole without scripts, and fits a telephone', async () => {
    const page = await open('/?lang=zh', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    expect(await page.locator('#journey .step').count()).toBeGreaterThan(1);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    await page.close();
  });

  it('renders both documents in the reference, from this server alone', async () => {
    const page = await open('/docs');
    await page.getByRole('heading', { name: 'Sanlian 三联 API' }).waitFor();
    await page.goto(`${world.baseUrl}/docs?api=events`);
    await page.getByRole('heading', { name: 'Sanlian 三联 events' }).waitFor();
    expect(requested.filter((url) => !url.startsWith(world.baseUrl) && !/^(data|blob):/.test(url))).toEqual([]);
    await page.close();
  });

  it('makes no browser complain', () => {
    expect(complaints).toEqual([]);
  });
});
