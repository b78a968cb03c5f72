// The pages that are read and filled in.
import { reading } from './shared/reading.js';

reading();
