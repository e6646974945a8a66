import { expect, test } from '@playwright/test';

test('the home page opens without a login', async ({ page }) => {
  await page.goto('/lightning/page/home');
  await expect(page).toHaveTitle('Home | Salesforce');
});
