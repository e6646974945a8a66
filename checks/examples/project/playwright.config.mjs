export default {
  testDir: 'tests',
  // Starting the browser takes seconds, and more on a busy machine.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: { storageState: process.env.STORAGE_STATE, baseURL: process.env.INSTANCE_URL, trace: 'off' },
};
