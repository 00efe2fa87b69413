// The way of a reader through the pages, once with and once without JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaints, useBrowser } from './lib/browser.mjs';
import { sites } from './lib/pages.mjs';

const open = useBrowser();
const heading = (page) => page.locator('h1').innerText();
const here = (page) => { const { pathname, search } = new URL(page.url()); return pathname + search; };

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`search, province, kabupaten, back, ranking, another date (${how} JavaScript)`, async (t) => {
    const page = await open(t, { javaScriptEnabled });
    const found = complaints(page);
    await page.goto(sites.published);

    await page.getByRole('search').getByRole('searchbox').fill('Jambi');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cari\?q=Jambi/i);
    await page.locator('main').getByRole('link', { name: 'Provinsi Jambi', exact: true }).click();
    await page.waitForURL(/\/wilayah\/15$/);
    assert.equal(await heading(page), 'Provinsi Jambi');

    await page.locator('main').getByRole('link', { name: /Batanghari/ }).first().click();
    await page.waitForURL(/\/wilayah\/15\.04/);
    assert.equal(await heading(page), 'Kabupaten Batanghari');
    await page.goBack();
    await page.waitForURL(/\/wilayah\/15$/);

    await page.getByRole('navigation').first().getByRole('link', { name: 'Peringkat' }).click();
    await page.waitForURL(/\/peringkat/);
    const before = await page.locator('main').innerText();
    const form = page.locator('main form').filter({ has: page.locator('[name=per]') });
    await choose(form.locator('[name=per]'), '2024-12-02');
    await form.getByRole('button').first().click();
    await page.waitForURL(/per=2024-12-02/);
    assert.notEqual(await page.locator('main').innerText(), before, 'the date changes the ranking');
    assert.deepEqual(found, []);
  });

  test(`another target on the page of a region (${how} JavaScript)`, async (t) => {
    const page = await open(t, { javaScriptEnabled });
    const found = complaints(page);
    await page.goto(`${sites.published}/wilayah/15?per=2024-12-02`);
    const before = await page.locator('main').innerText();
    const other = page.locator('main a[href*="target="]').first();
    const address = await other.getAttribute('href');
    await other.click();
    await page.waitForURL(/target=/);
    assert.ok(here(page).endsWith(address.replace(/^[^?]*/, '').replace(/#.*/, '')), here(page));
    assert.match(page.url(), /per=2024-12-02/, 'the date stays');
    assert.notEqual(await page.locator('main').innerText(), before, 'the target changes the page');
    assert.deepEqual(found, []);
  });
}

/** Sets a form field to a date, be it a list or a date field. */
async function choose(field, date) {
  const tag = await field.evaluate((element) => element.tagName);
  if (tag === 'SELECT') await field.selectOption(date);
  else await field.fill(date);
}
