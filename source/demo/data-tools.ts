import {reads, removes, writes} from './tool.ts';

const limit = 'integer How many at most';
const index = 'string! Name of the index';
const path = 'string! Path below the allowed folders';
const bucket = 'string! Name of the bucket';
const key = 'string! The key';

/** The tools of the servers that hold data. */
export const dataTools = {
	'postgres-mcp': [
		reads('query', 'Runs one read-only SQL statement.', {sql: 'string! The statement', limit}),
		reads('list_schemas', 'Lists the schemas of the database.', {}),
		reads('list_tables', 'Lists the tables and views of a schema.', {schema: 'string Public unless given'}),
		reads('describe_table', 'Tells the columns, keys and indexes of a table.', {table: 'string! Name of the table'}),
		reads('explain_query', 'Tells how a statement would be run.', {sql: 'string! The statement', analyze: 'boolean'}),
	],
	'filesystem-mcp': [
		reads('read_file', 'Reads a text file.', {path, head: 'integer Only so many lines'}),
		writes('write_file', 'Writes a text file, in place of what was there.', {path, content: 'string! The new text'}),
		reads('list_directory', 'Lists the files in a folder.', {path}),
		writes('create_directory', 'Creates a folder with those above it.', {path}),
		writes('move_file', 'Moves or renames a file.', {source: path, destination: path}),
		reads('search_files', 'Finds files by name.', {path, pattern: 'string! A glob', exclude: 'string[] More globs'}),
	],
	'redis-mcp': [
		reads('get', 'Reads the value of a key.', {key}),
		writes('set', 'Writes a value.', {key, value: 'string! The value', expire_seconds: 'integer'}),
		removes('delete', 'Deletes keys.', {keys: 'string[]! The keys'}),
		reads('list_keys', 'Lists the keys that match.', {pattern: 'string A glob; all of them unless given', limit}),
	],
	's3-mcp': [
		reads('list_buckets', 'Lists the buckets.', {}),
		reads('list_objects', 'Lists the objects of a bucket.', {bucket, prefix: 'string', limit}),
		reads('get_object', 'Reads an object.', {bucket, key}),
		writes('put_object', 'Writes an object.', {bucket, key, body: 'string! Its content', content_type: 'string'}),
	],
	'elasticsearch-mcp': [
		reads('search', 'Searches an index.', {index, query: 'object! In the query DSL', size: limit}),
		reads('list_indices', 'Lists the indices with their sizes.', {pattern: 'string'}),
		reads('get_mapping', 'Tells the fields of an index.', {index}),
		reads('get_document', 'Reads a document.', {index, id: 'string! Its id'}),
		reads('count', 'Counts the documents that match.', {index, query: 'object In the query DSL'}),
		reads('cluster_health', 'Tells how the cluster is.', {}),
		writes('index_document', 'Adds or replaces a document.', {index, id: 'string', document: 'object! Its fields'}),
	],
	'analytics-mcp': [
		reads('run_report', 'Runs a report over a period.', {
			metrics: 'string[]! What to measure',
			dimensions: 'string[] What to group by',
			from: 'string! First day',
			to: 'string! Last day',
		}),
		reads('list_metrics', 'Lists what can be measured.', {}),
		reads('list_dimensions', 'Lists what can be grouped by.', {}),
		reads('get_funnel', 'Tells how many went from step to step.', {steps: 'string[]! Names of events', from: 'string'}),
		reads('get_realtime', 'Tells who is active right now.', {dimension: 'string'}),
	],
};
