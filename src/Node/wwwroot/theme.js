// Written by hand, and the only script that is no module: it runs before the first paint, so that the page does not
// flash up in the wrong colours. js/chat/theme.js does the rest.
{
  let choice;
  try {
    choice = localStorage.getItem('rooms.theme');
  } catch {
    // No storage: the system's colours.
  }
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
}
