// Every link on every page type leads to a page, and every fragment to an element.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
const checked = new Map();

async function status(url) {
  if (!checked.has(url)) {
    const answer = await fetch(url, { redirect: 'manual' });
    await answer.arrayBuffer();
    // What only editors may open leads everybody else to sign in first.
    const guarded = answer.status === 303 && answer.headers.get('location')?.startsWith('/masuk?lanjut=');
    checked.set(url, guarded ? 200 : answer.status);
  }
  return checked.get(url);
}

for (const target of pages.filter(({ site }) => site === 'published')) {
  test(`links lead somewhere: ${label(target)}`, async (t) => {
    const page = await open(t);
    await visit(page, target);
    const links = await page.evaluate(() => [...document.links].map((link) => link.href));
    assert.ok(links.length > 5);
    const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.getAttribute('href').slice(1))
      .filter((id) => !document.getElementById(id)));
    assert.deepEqual(lost, [], 'fragments without an element');

    const origin = new URL(target.url).origin;
    const own = new Set(links.filter((url) => new URL(url).origin === origin)
      .map((url) => url.replace(/#.*/, '')));
    own.delete(target.url);
    const broken = [];
    for (const url of own) {
      if (await status(url) !== 200) broken.push(`${checked.get(url)} ${url}`);
    }
    assert.deepEqual(broken, []);
  });
}
