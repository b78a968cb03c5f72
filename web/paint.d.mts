import type { Page } from '@playwright/test';

export interface Paint { lcp_ms: number; cls: number; bytes: number }
export function firstVisit(page: Page, address: string): Promise<Paint>;
