// The window console: everything from the keyboard.
import { runClocks } from './shared/clock.js';
import { conditionals, showConditionals } from './shared/conditionals.js';
import { enhance } from './shared/enhance.js';
import { keys, labelKeys } from './shared/keys.js';
import { connect, live } from './shared/live.js';
import { menus } from './shared/menus.js';
import { start } from './shared/start.js';

start();
live({ staff: true, renewMs: 30_000, changed: labelKeys });
menus();
runClocks();
conditionals();
keys();
enhance(() => {
  connect();
  showConditionals();
  labelKeys();
});
