/** What the fleet's table can show of a server, from left to right. The name is always there. */
export const columnNames = ['name', 'status', 'latency', 'p95', 'uptime', 'tools', 'grade', 'trend', 'notes'] as const;
export type ColumnName = (typeof columnNames)[number];
