/**
 * Shows or hides the notice that the emulator does not respond.
 *
 * @param {boolean} isOffline
 */
export function drawOffline(isOffline) {
  // Screen readers would read an unchanged notice again.
  if (document.body.classList.contains("offline") === isOffline) return;
  document.body.classList.toggle("offline", isOffline);
  const notice = document.querySelector("#offline");
  if (notice) notice.textContent = isOffline ? "The emulator does not respond. This page keeps trying." : "";
}
