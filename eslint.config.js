import neostandard from 'neostandard'

export default [
  ...neostandard({ ts: true, ignores: ['**/dist', 'coverage', '.tap', 'scratch', '**/generated'] }),
  {
    files: ['lib/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.build.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@stylistic/max-len': ['error', {
        code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true
      }],
      '@typescript-eslint/no-floating-promises': 'error',
      'max-params': ['error', 4]
    }
  },
  {
    // What stands there is read by the compiler, and never runs: a catalog may be there for its type alone.
    files: ['types/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off' }
  }
]
