// Chromium for a test file, and pages that remember what went wrong in them.
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      // Root has no other way to run Chromium; it reads only our own pages here.
      '--no-sandbox',
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** One browser for all tests of a file. `open` gives a fresh context with one page. */
export function useBrowser() {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());

  return async function open(t, options = {}) {
    const context = await browser.newContext({
      viewport: DESKTOP, reducedMotion: 'reduce', locale: 'id-ID', ...options,
    });
    t.after(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  };
}

/**
 * Collects what a reader of the developer tools would see: console errors and warnings, blocked
 * resources (content security policy), exceptions, failed requests.
 */
export function complaints(page, expectedStatus = 200) {
  const found = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    // Chromium reports the status of an error page itself as an error.
    const own = message.location().url === page.url() && expectedStatus !== 200
      && message.text().includes(`status of ${expectedStatus}`);
    if (!own) found.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Chromium gives up on what a page still fetches (its icon, say) when the reader moves on.
    // What the policy or the server refuses has another text or a status.
    const text = request.failure()?.errorText;
    if (text !== 'net::ERR_ABORTED') found.push(`request failed: ${request.url()} ${text}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') {
      found.push(`status ${response.status()}: ${response.url()}`);
    }
  });
  return found;
}

/** Opens a page of the list and waits for its font. Fails when the status is not the expected one. */
export async function visit(page, { url, status }) {
  const response = await page.goto(url);
  if (response.status() !== status) {
    throw new Error(`${url} answered ${response.status()}, not ${status}`);
  }
  await page.evaluate(() => document.fonts.ready.then(() => true));
}
