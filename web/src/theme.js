// Sets a chosen theme before the first paint; without a choice the system's one holds. `theme.rs` writes the same key.
try {
  const choice = localStorage.getItem("mgs.theme");
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
} catch (_) { /* storage may be switched off */ }
