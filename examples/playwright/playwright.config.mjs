import { defineConfig } from '@playwright/test';

export default defineConfig({
  use: { baseURL: 'http://localhost:3000', launchOptions: { executablePath: process.env.CHROMIUM } },
  webServer: { command: 'npx serve --listen 3000 app', url: 'http://localhost:3000' },
});
