/** Proof tier: real programs against what a fresh build rendered. Run by `npm run proof`. */
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/tests/proof'],
  testMatch: ['**/*.proof.ts'],
  modulePathIgnorePatterns: ['<rootDir>/lib', '<rootDir>/dist', '<rootDir>/cdktf.out'],
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/proof/session-start.ts',
  globalTeardown: '<rootDir>/tests/proof/session-end.ts',
  testSequencer: '<rootDir>/tests/proof/sequencer.cjs',
  // Proofs share two cores with the servers they start; many of them wait for minutes, so a third one finds time.
  maxWorkers: 3,
  testTimeout: 20 * 60_000,
};
