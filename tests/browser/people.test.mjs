// Signing in and the pages behind it: by keyboard, without JavaScript, and what axe-core finds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { complaints, DESKTOP, PHONE, useBrowser } from './lib/browser.mjs';
import { addUser, startProgram } from './lib/server.mjs';

const open = useBrowser();
const PASSWORD = 'kuda besi makan langit';
const LOGIN = 'siti@kemendagri.go.id';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 360, 390, 768, 1024, 1366, 1920];

let program;
before(async () => {
  program = await startProgram();
  await addUser(program.database, ['Siti Rahmawati', '--login', LOGIN, '--role', 'admin'], PASSWORD);
  await addUser(program.database, ['I Wayan Nusa', '--login', 'wayan', '--role', 'editor_daerah',
    '--region', '51.71'], PASSWORD);
});
after(() => program?.stop());

async function signIn(page, login = LOGIN) {
  await page.goto(`${program.url}/masuk`);
  await page.getByLabel('Nama pengguna atau surel').fill(login);
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.waitForURL('**/akun');
}

async function violations(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, {
      runOnly: rules, resultTypes: ['violations'], preload: false,
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} | ${
      nodes[0].failureSummary.replaceAll(/\s+/g, ' ').slice(0, 200)}`);
  }, TAGS);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`signs in and out by keyboard alone (${how} JavaScript)`, async (t) => {
    const page = await open(t, { javaScriptEnabled });
    const found = complaints(page, 422);
    await page.goto(`${program.url}/`);
    await page.getByRole('contentinfo').getByRole('link', { name: 'Masuk' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/masuk');
    await page.getByLabel('Nama pengguna atau surel').focus();
    await page.keyboard.type(LOGIN);
    await page.keyboard.press('Tab');
    await page.keyboard.type('salah sekali ini dia');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').innerText(), /tidak cocok/);
    assert.equal(await page.getByLabel('Nama pengguna atau surel').inputValue(), LOGIN);
    assert.equal(await page.getByLabel('Kata sandi').inputValue(), '');

    // The link of the summary leads to the field.
    await page.getByRole('alert').getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').getAttribute('id'), 'sandi');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').innerText(), 'Masuk');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/akun');
    assert.equal(await page.locator('h1').innerText(), 'Akun saya');

    await page.getByRole('button', { name: 'Keluar', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${program.url}/`);
    await page.goto(`${program.url}/akun`);
    assert.match(page.url(), /\/masuk$/);
    assert.deepEqual(found, []);
  });
}

test('an account is added, and its owner chooses a password', async (t) => {
  const page = await open(t);
  await signIn(page);
  await page.getByRole('navigation', { name: 'Menu pengguna' }).getByRole('link', { name: 'Pengguna' })
    .click();
  await page.getByText('Tambah pengguna').first().click();
  await page.getByLabel('Nama', { exact: true }).fill('Budi Santoso');
  await page.getByLabel('Nama pengguna atau surel').fill('budi');
  await page.getByLabel('Peran').selectOption('Pemeriksa');
  await page.getByRole('button', { name: 'Tambah pengguna' }).click();
  const password = await page.locator('code.sandi').innerText();

  const other = await open(t);
  await other.goto(`${program.url}/audit`);
  await other.getByLabel('Nama pengguna atau surel').fill('budi');
  await other.getByLabel('Kata sandi').fill(password);
  await other.keyboard.press('Enter');
  await other.waitForURL('**/akun');
  await other.getByLabel('Kata sandi sekarang').fill(password);
  await other.getByLabel('Kata sandi baru', { exact: true }).fill('tujuh gajah menyeberang');
  await other.getByLabel('Kata sandi baru, sekali lagi').fill('tujuh gajah menyeberang');
  await other.getByRole('button', { name: 'Ganti kata sandi' }).click();
  await other.getByRole('status').waitFor();
  await other.goto(`${program.url}/audit`);
  assert.match(await other.locator('main').innerText(), /Mengganti kata sandi/);
});

test('a conflict is decided, pages follow, and the decision is taken back', async (t) => {
  const page = await open(t, { javaScriptEnabled: false });
  const found = complaints(page, 422);
  const region = `${program.url}/wilayah/17?per=2025-07-31`;
  const shown = async () => {
    await page.goto(region);
    return page.locator('.pembuka-angka').innerText();
  };
  await signIn(page);
  assert.equal(await shown(), '28,00%');
  await page.goto(`${program.url}/sumber`);
  await page.getByRole('link', { name: /Rincian dan riwayat.*Bengkulu/ }).click();
  assert.match(await page.locator('main').innerText(), /Dipakai 28,00%.*menurut aturan/);
  await page.getByRole('link', { name: 'Putuskan angka yang dipakai' }).click();

  await page.getByLabel(/27,16%/).check();
  await page.getByLabel('Alasan').fill('keliru');
  await page.getByRole('button', { name: 'Simpan keputusan' }).click();
  assert.match(await page.getByRole('alert').innerText(), /paling sedikit 10 karakter/);
  assert.ok(await page.getByLabel(/27,16%/).isChecked());
  await page.getByLabel('Alasan').fill('Menurut surat kantor cabang');
  await page.getByRole('button', { name: 'Simpan keputusan' }).click();
  await page.waitForURL('**/revisi/*');
  const version = page.url();
  assert.match(await page.locator('main').innerText(), /28,00% .* menjadi 27,16%/);
  assert.equal(await shown(), '27,16%');

  await page.goto(version);
  await page.getByRole('link', { name: 'Tarik versi ini' }).click();
  await page.getByLabel('Alasan').fill('Suratnya dicabut kemudian');
  await page.getByRole('button', { name: /^Tarik versi/ }).click();
  await page.waitForURL((url) => /\/revisi\/\d+$/.test(url.pathname) && url.href !== version);
  assert.equal(await shown(), '28,00%');
  await page.goto(`${version}/tarik`);
  assert.match(await page.getByRole('status').innerText(), /Tidak ada yang dapat ditarik/);
  assert.deepEqual(found, []);
});

/** What stands out of the window, as `layout.test.mjs` has it. */
const tooWide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

const PAGES = [
  ['/masuk', false], ['/akun', true], ['/pengguna', true], ['/pengguna?nomor=2', true], ['/audit', true],
  ['/audit?dari=kemarin', true], ['/beda/17/total/2025-07-31/putuskan', true], ['/revisi/2/tarik', true],
  ['/usulan', true],
  ['/audit?dari=kemarin', true], ['/impor', true], ['/impor/{nomor}', true],
];

/** A file whose source is not known yet. */
const SHEET = 'kode,nama,tanggal,segmen,peserta,semesta\n15.01,Kab. Kerinci,2025-11-30,total,30566,96000\n';

async function upload(page) {
  await page.goto(`${program.url}/impor`);
  await page.setInputFiles('#berkas', {
    name: 'ucj-jambi.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET),
  });
  await page.getByRole('button', { name: 'Unggah' }).click();
  await page.waitForURL(/\/impor\/\d+$/);
}

for (const [path, inside] of PAGES) {
  test(`axe finds nothing, every width fits, Tab reaches all: ${path}`, async (t) => {
    const page = await open(t, { viewport: DESKTOP });
    if (inside) await signIn(page);
    if (path.endsWith('{nomor}')) await upload(page);
    else await page.goto(program.url + path);
    assert.equal(await page.locator('h1').count(), 1);
    for (const details of await page.locator('main details').all()) {
      await details.evaluate((element) => { element.open = true; });
    }
    assert.deepEqual(await violations(page), [], 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await violations(page), [], 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    assert.deepEqual(await violations(page), [], 'phone');
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      assert.ok(await page.evaluate(tooWide) <= 0, `${width} px`);
    }
    await page.setViewportSize({ width: 688, height: 973 });
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.evaluate(tooWide) <= 0, 'A4');
    assert.equal(await page.locator('main form button').filter({ visible: true }).count(), 0, 'A4');
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize(DESKTOP);

    const stops = await page.evaluate(() => {
      const all = [...document.querySelectorAll(
        'a[href], button:not(:disabled), input:not([type=hidden], [tabindex="-1"]), select, summary, [tabindex="0"]',
      )].filter((element) => element.checkVisibility()
        // Tab stops once at a group of choices.
        && (element.type !== 'radio' || element === document.getElementsByName(element.name)[0]));
      all.forEach((element, index) => { element.dataset.tab = index; });
      return all.length;
    });
    let at = -1;
    // Day, month, year and calendar of a date field are stops of their own.
    for (let turn = 0; turn < stops + 12 && at < stops - 1; turn += 1) {
      await page.keyboard.press('Tab');
      const [number, ring] = await page.evaluate(() => {
        const element = document.activeElement;
        return [Number(element.dataset.tab ?? -1), getComputedStyle(element).outlineStyle !== 'none'];
      });
      assert.ok(number === at || number === at + 1, `${number} follows ${at}`);
      // The calendar of a date field has its own ring, inside.
      assert.ok(ring || number === at, `stop ${number} has a ring`);
      at = number;
    }
    assert.equal(at, stops - 1, 'the last one is reached');
  });
}

test('somebody without the right reads why, and finds a way on', async (t) => {
  const page = await open(t);
  await signIn(page, 'wayan');
  assert.match(await page.locator('main').innerText(), /Editor daerah, Kota Denpasar/);
  assert.equal(await page.getByRole('link', { name: 'Pengguna' }).count(), 0);
  const answer = await page.goto(`${program.url}/pengguna`);
  assert.equal(answer.status(), 403);
  assert.match(await page.locator('main').innerText(), /Anda masuk sebagai editor daerah/);
  assert.deepEqual(await violations(page), []);
  await page.locator('main').getByRole('link', { name: 'Akun saya' }).click();
  assert.equal(await page.locator('h1').innerText(), 'Akun saya');
});
