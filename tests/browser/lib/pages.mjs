// One address of every page type, and every case of a region page that looks different.

/** The two running programs, as `run.mjs` hands them over. */
export const sites = {
  published: process.env.CAKUPAN_URL,
  simulated: process.env.CAKUPAN_SIMULATED_URL,
};

/** `name` is the file name of a screenshot; `status` is 200 unless it says otherwise. */
const everywhere = [
  { name: 'nasional', path: '/' },
  { name: 'wilayah-provinsi', path: '/wilayah/15' },
  { name: 'wilayah-kabupaten', path: '/wilayah/74.02' },
  { name: 'mutu', path: '/mutu' },
  { name: 'mutu-wilayah', path: '/mutu/15' },
  { name: 'wilayah-kota', path: '/wilayah/74.71' },
  { name: 'wilayah-di-atas-seratus', path: '/wilayah/92.08' },
  { name: 'wilayah-papua', path: '/wilayah/91' },
  { name: 'peringkat-provinsi', path: '/peringkat' },
  { name: 'peringkat-kabupaten', path: '/peringkat?tingkat=kabupaten-kota' },
  { name: 'target', path: '/target' },
  { name: 'pendanaan', path: '/pendanaan' },
  { name: 'regulasi', path: '/regulasi' },
  { name: 'sumber', path: '/sumber' },
  { name: 'metodologi', path: '/metodologi' },
  { name: 'cari-ada', path: '/cari?q=jambi' },
  { name: 'cari-tidak-ada', path: '/cari?q=jambu' },
  { name: 'tidak-ditemukan', path: '/tidak-ada', status: 404 },
  { name: 'wilayah-tidak-dikenal', path: '/wilayah/99', status: 404 },
  { name: 'tanggal-salah', path: '/wilayah/15?per=2024-13-40', status: 400 },
];

const publishedOnly = [
  { name: 'beda', path: '/beda/ID/total/2025-04-30' },
  { name: 'nasional-april-2025', path: '/?per=2025-04-30' },
  { name: 'wilayah-provinsi-2024', path: '/wilayah/15?per=2024-12-02' },
  { name: 'wilayah-tanpa-data', path: '/wilayah/95.01' },
];

const withSite = (site) => ({ status = 200, ...page }) =>
  ({ ...page, status, site, url: sites[site] + page.path });

/** Every page to look at: the published figures, and the same pages full of invented data. */
export const pages = [
  ...[...everywhere, ...publishedOnly].map(withSite('published')),
  ...everywhere.slice(0, 10).map(withSite('simulated')),
];

export const label = (page) => `${page.site} ${page.path}`;
