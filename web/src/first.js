// What must stand before the first paint: what this browser was told of the look and the language. `preference.rs` and `i18n.rs`
// write the same keys; without a choice the system's look and the browser's languages hold.
{
  const html = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null; // storage may be switched off
    }
  };
  for (const name of ["theme", "density", "motion", "letters"]) {
    const choice = stored(`mgs.${name}`);
    if (choice) html.dataset[name] = choice;
  }
  const known = "%LANGUAGES%".split(" ");
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = [asked, stored("mgs.language"), ...navigator.languages].filter((tag) => tag);
  const speaks = (tag) => known.find((language) => tag === language || tag.startsWith(`${language}-`));
  const language = wanted.map(speaks).find((tag) => tag) ?? "en";
  html.lang = language;
  html.dir = ["ar", "fa", "he", "ur"].includes(language) ? "rtl" : "ltr";
  if (language !== "en") {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
    link.dataset.words = "";
    link.href = new URL(`words/${language}.txt`, document.currentScript.src).href;
    document.head.append(link);
  }
}
