// In the page: an element in `element`, what its events told in `heard`, and a user who types and presses.
var element, heard = [];

// One client for each pool, and with it one worker.
const clients = {};

// Puts a new element in the place of the last one. A client is made of ids, or one that the page has.
async function mount({ ids, attributes = {}, properties = {}, inner = [], shared = true }) {
  element?.remove();
  heard = [];
  sessionStorage.clear();
  element = document.createElement('cognito-sign-in');
  for (const type of ['signedin', 'step', 'failed']) {
    element.addEventListener(type, ({ detail }) => heard.push({ type, challenge: detail.step?.challenge ?? '', username: detail.step?.username ?? '', code: detail.code ?? '' }));
  }
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  Object.assign(element, properties);
  for (const { tag, slot, text } of inner) {
    const child = document.createElement(tag);
    if (slot) child.slot = slot;
    child.textContent = text;
    element.append(child);
  }
  if (shared) {
    const known = clients[ids.clientId] ??= CognitoWasm.createClient(ids);
    await known.signOut();
    element.client = known;
  } else {
    for (const [name, value] of Object.entries({ 'user-pool-id': ids.userPoolId, 'client-id': ids.clientId, endpoint: ids.endpoint })) element.setAttribute(name, value);
  }
  (document.querySelector('main') ?? document.body).append(element);
  await settled();
}

// Time, as far as the page asks for it: the test says how much has passed.
var ahead = 0;
Date.now = ((now) => () => now() + ahead)(Date.now);

// Waits for something that comes by itself.
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 4));
}

const form = () => element.querySelector('form');
const region = (role) => element.shadowRoot.querySelector(`[role=${role}]`).textContent;

// Nothing is under way, and the live regions have been filled.
async function settled() {
  await until(() => element.dataset.state && form()?.getAttribute('aria-busy') !== 'true');
  await new Promise((resolve) => setTimeout(resolve));
  await until(() => element.dataset.state && form()?.getAttribute('aria-busy') !== 'true');
}

// Enters values as an extension does: without an event.
function type(values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'choice') form().querySelector(`[value="${value}"]`).click();
    else form().elements[name].value = value;
  }
}

const press = (name) => form().querySelector(name === 'submit' ? '[type=submit]' : `button[name=${name}]`).click();

async function act(values, button = 'submit') {
  type(values);
  press(button);
  await settled();
}

// What somebody sees and hears.
function look() {
  const at = form();
  const shown = (css) => [...(at?.querySelectorAll(css) ?? [])].filter((found) => found.getClientRects().length > 0);
  return {
    State: element.dataset.state, Title: shown('.cognito-heading')[0]?.textContent ?? '', Lead: shown('.cognito-lead')[0]?.textContent ?? '',
    Error: shown('.cognito-error').map(({ textContent }) => textContent).join('|'),
    Invalid: shown('[aria-invalid=true]').map(({ name }) => name).join(),
    Focus: document.activeElement?.name ?? document.activeElement?.className ?? '',
    Status: region('status'), Alert: region('alert'),
    Fields: Object.fromEntries(shown('input:not([type=radio], .cognito-user)').map((input) => [input.name, input.getAttribute('autocomplete')])),
    User: at?.querySelector('.cognito-user')?.value ?? '',
    Choices: shown('[name=choice]').map(({ value }) => value),
    Links: shown('button[name]').map(({ name }) => name),
    Heard: heard,
  };
}
