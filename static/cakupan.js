// Hanya tambahan: setiap halaman utuh tanpa berkas ini.
(() => {
  "use strict";
  const field = document.getElementById("cari");

  // "/" memindahkan fokus ke pencarian, kecuali saat orang sedang mengetik.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Saringan bekerja begitu pilihan diganti dengan tetikus atau sentuhan. Dengan papan ketik, panah
  // mengganti pilihan berkali-kali; di sana tombol kirim yang menentukan.
  for (const form of document.querySelectorAll("form[data-langsung]")) {
    let byKey = false;
    form.addEventListener("keydown", () => { byKey = true; });
    form.addEventListener("pointerdown", () => { byKey = false; });
    form.addEventListener("change", (event) => {
      if (!byKey && event.target.matches("select")) form.requestSubmit();
    });
  }

  // Isian kosong tidak ikut ke alamat, sehingga tautan yang disalin tetap pendek.
  for (const form of document.querySelectorAll('form[method="get"]')) {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) {
        if (value === "") event.formData.delete(name);
      }
    });
  }

  // Kemajuan pemeriksaan berkas; tanpa berkas ini, halamannya memuat ulang sendiri.
  const run = document.querySelector("[data-kemajuan]");
  if (run) {
    const bar = run.querySelector("progress");
    const look = async () => {
      const answer = await fetch(run.dataset.kemajuan).catch(() => null);
      const told = answer?.ok ? await answer.json() : null;
      if (answer && (!told || told.selesai)) return location.reload();
      if (told) {
        run.querySelector("label").textContent = told.kata;
        if (told.bagian === null) bar.removeAttribute("value");
        else bar.value = told.bagian;
      }
      setTimeout(look, 1000);
    };
    setTimeout(look, 1000);
  }
})();
