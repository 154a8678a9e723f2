/**
 * An embedded database with the constraints that a real one has, and a few rows to play with.
 */
import { openDatabase } from './sqlite.ts'

export interface OrderRow {
  id: number
  reference: string
  customerId: number
  total: number
  shippedAt: string | null
  /** JSON, as the checkout once wrote it. */
  delivery: string
}

export interface CustomerRow {
  id: number
  email: string
  name: string
}

export type Store = ReturnType<typeof openStore>

export function openStore () {
  const db = openDatabase(schema)

  return {
    findOrder: db.prepare<[number], OrderRow>('SELECT * FROM orders WHERE id = ?'),
    listOrders: db.prepare<[number, number, number], OrderRow>('SELECT * FROM orders WHERE customerId = ? ORDER BY id LIMIT ? OFFSET ?'),
    addOrder: db.prepare<[string, number, number, string], OrderRow>(
      'INSERT INTO orders (reference, customerId, total, delivery) VALUES (?, ?, ?, ?) RETURNING *'),
    removeOrder: db.prepare<[number]>('DELETE FROM orders WHERE id = ?'),

    findCustomerByEmail: db.prepare<[string], CustomerRow>('SELECT * FROM customers WHERE email = ?'),
    addCustomer: db.prepare<[string, string], CustomerRow>('INSERT INTO customers (email, name) VALUES (?, ?) RETURNING *'),
    renameCustomer: db.prepare<[string, number], CustomerRow>('UPDATE customers SET name = ? WHERE id = ? RETURNING *'),
    removeCustomer: db.prepare<[number]>('DELETE FROM customers WHERE id = ?'),

    close: db.close
  }
}

const schema = `
  CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    customerId INTEGER NOT NULL REFERENCES customers (id),
    total INTEGER NOT NULL,
    shippedAt TEXT,
    delivery TEXT NOT NULL
  );
  INSERT INTO customers VALUES (1, 'ada@example.com', 'Ada'), (2, 'staff@example.com', 'Staff');
  INSERT INTO orders VALUES
    (1, 'SPRING-1', 1, 4200, NULL, '{"address":{"street":"Elm Street 1","city":"Springfield"}}'),
    (2, 'SPRING-2', 1, 1900, '2026-03-01', '{"pickup":"locker 7"}');
`
