import { defineConfig } from '@playwright/test';
import tests from './playwright.config.js';

// No test: takes the pictures of the documentation (script/pictures).
export default defineConfig({ ...tests, testMatch: 'pictures.ts' });
