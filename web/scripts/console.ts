// The window console: everything from the keyboard.
import { runClocks } from './shared/clock.js';
import { conditionals, showConditionals } from './shared/conditionals.js';
import { enhance } from './shared/enhance.js';
import { keys, labelKeys } from './shared/keys.js';
import { connect, live } from './shared/live.js';
import { start } from './shared/start.js';

start();
live({ staff: true, changed: labelKeys });
runClocks();
conditionals();
keys();
enhance(() => {
  connect();
  showConditionals();
  labelKeys();
});
