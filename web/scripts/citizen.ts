// The pages that are read and filled in.
import { pairing } from './shared/pairing.js';
import { reading } from './shared/reading.js';

reading();
pairing();
