/**
 * Workspaces, and the templates in them. What must be unique, the database knows.
 */
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { authenticate } from './auth.ts'
import { catalog } from './catalog.ts'
import { openDatabase } from '../../orders/sqlite.ts'

interface Workspace { id: number, slug: string, account: string, suspended: 0 | 1 }

const Slug = Type.Object({ account: Type.String(), slug: Type.String() })
const Template = Type.Object({ id: Type.String(), text: Type.String() })

export const workspaces: FastifyPluginAsyncTypebox = async (app) => {
  const db = openDatabase(`
    CREATE TABLE workspaces (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, account TEXT NOT NULL, suspended INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE templates (id TEXT PRIMARY KEY, text TEXT NOT NULL);
    INSERT INTO workspaces VALUES (1, 'acme', 'small', 0), (2, 'late-payer', 'large', 1);
    INSERT INTO templates VALUES ('welcome', 'Hello');
  `)
  app.addHook('onClose', async () => { db.close() })
  app.addHook('onRequest', authenticate)

  const find = db.prepare<[string], Workspace>('SELECT * FROM workspaces WHERE id = ?')
  const count = db.prepare<[string], { count: number }>('SELECT COUNT(*) AS count FROM workspaces WHERE account = ?')
  const add = db.prepare<[string, string], Workspace>('INSERT INTO workspaces (slug, account) VALUES (?, ?) RETURNING *')
  const findTemplate = db.prepare<[string]>('SELECT * FROM templates WHERE id = ?')
  const addTemplate = db.prepare<[string, string]>('INSERT INTO templates VALUES (?, ?) RETURNING *')

  app.get('/workspaces/:id', { schema: { params: Type.Object({ id: Type.String() }) } }, async ({ params }) => {
    const workspace = find.get(params.id)
    if (workspace === undefined) throw new catalog.WORKSPACE_NOT_FOUND()
    if (workspace.suspended) throw new catalog.WORKSPACE_SUSPENDED()
    return workspace
  })

  app.post('/workspaces', { schema: { body: Slug } }, async ({ body: { account, slug } }) => {
    if (account === 'small' && count.get(account)!.count > 0) throw new catalog.WORKSPACE_QUOTA_FULL()
    return add.get(slug, account)
  })

  app.post('/templates', { bodyLimit: 512, schema: { body: Template } }, async ({ body }) => addTemplate.get(body.id, body.text))

  app.post('/notifications', {
    schema: { body: Type.Object({ channel: Type.String(), template: Type.String() }) }
  }, async ({ body: { channel, template } }) => {
    if (channel !== 'email') throw new catalog.NOTIF_CHANNEL_DISABLED()
    if (findTemplate.get(template) === undefined) throw new catalog.NOTIF_TEMPLATE_NOT_FOUND()
    return { sent: true }
  })

  // What does not fit is the code that this route declares, not the general one.
  app.post('/events', {
    schema: { body: Type.Object({ event: Type.String({ minLength: 1 }) }), problems: ['NOTIF_INVALID_EVENT'] }
  }, async () => ({ taken: true }))
}
