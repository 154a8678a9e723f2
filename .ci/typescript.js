/**
 * Lets Node run the TypeScript of this project: `node --import ./.ci/typescript.js test/layers.test.ts`.
 */
import { register } from 'node:module'

register('./typescript-hooks.js', import.meta.url)

// Node has read it. A child of a test may compile the same files by another compiler, and the two counts do not add up.
delete process.env.NODE_V8_COVERAGE
