export { dateTime } from './dateTime';
export { html } from './html';
export { incident } from './incident';
export { text } from './text';
export { user } from './user';
export { yesNo } from './yesNo';
