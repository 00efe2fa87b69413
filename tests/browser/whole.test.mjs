// Every page is whole without JavaScript, and small: few requests, few elements, few bytes.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
const MAX_REQUESTS = 5;
const MAX_ELEMENTS = 4_000;
const KB = 1024;

/** What a reader gets: the text of the main part, its links and its form fields. */
function content() {
  const main = document.querySelector('main');
  const all = (selector, read) => [...main.querySelectorAll(selector)].map(read);
  return {
    // The number of the request is another one each time.
    text: main.textContent.replaceAll(/\s+/g, ' ').replace(/Nomor permintaan: \S+/, '').trim(),
    links: all('a[href]', (link) => link.getAttribute('href')),
    fields: all('input, select, button', (field) => field.name || field.textContent.trim()),
  };
}

for (const target of pages) {
  test(`is the same without JavaScript: ${label(target)}`, async (t) => {
    const [plain, scripted] = await Promise.all([open(t, { javaScriptEnabled: false }), open(t)]);
    await Promise.all([plain.goto(target.url), visit(scripted, target)]);
    const without = await plain.evaluate(content);
    assert.ok(without.text.length > 40, `main holds only: ${without.text}`);
    assert.deepEqual(without, await scripted.evaluate(content));
  });
}

/** Bytes of a response over the wire, headers and compressed body, as a new reader gets it. */
function wireBytes(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent: false, headers: { 'accept-encoding': 'br, gzip' } }, (response) => {
      const { socket } = response;
      response.resume().once('end', () => resolve({
        bytes: socket.bytesRead, encoding: response.headers['content-encoding'],
      }));
    }).once('error', reject);
  });
}

/** The most that a first visit may cost, without the font. */
const budget = ({ path }) => {
  if (path === '/' || path.startsWith('/?')) return 45 * KB;
  return path.startsWith('/wilayah/') ? 35 * KB : undefined;
};

for (const target of pages) {
  test(`is small: ${label(target)}`, async (t) => {
    const page = await open(t);
    const requests = [];
    page.on('request', (request) => requests.push(request));
    await visit(page, target);
    await page.waitForLoadState('networkidle');
    const urls = requests.map((request) => request.url());
    assert.ok(urls.length <= MAX_REQUESTS, `${urls.length} requests: ${urls.join(' ')}`);
    for (const url of urls) {
      assert.equal(new URL(url).origin, new URL(target.url).origin, `${url} is another host`);
    }

    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(elements <= MAX_ELEMENTS, `${elements} elements`);

    const texts = requests.filter((request) => request.resourceType() !== 'font');
    const sizes = await Promise.all(texts.map((request) => wireBytes(request.url())));
    if (target.status === 200) assert.equal(sizes[0].encoding, 'br', 'the page comes compressed');
    const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
    t.diagnostic(`${label(target)}: ${urls.length} requests, ${elements} elements, ${
      (bytes / KB).toFixed(1)} KB without font`);
    const most = budget(target);
    assert.ok(!most || bytes <= most, `${bytes} bytes on a first visit, ${most} allowed`);
  });
}
