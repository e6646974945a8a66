export default {
  testDir: 'tests',
  use: { storageState: process.env.STORAGE_STATE, baseURL: process.env.INSTANCE_URL, trace: 'off' },
};
