import {reads, removes, writes} from './tool.ts';

const limit = 'integer How many at most';
const channel = 'string! Id of the channel';
const repo = {owner: 'string! Owner of the repository', repo: 'string! Name of the repository'};
const pull = {...repo, pull_number: 'integer! Number of the pull request'};
const issueKey = 'string! Key of the issue, such as PAY-231';
const page = 'string! Id of the page';

/** The tools of the servers that people work in. */
export const workTools = {
	'slack-mcp': [
		writes('send_message', 'Sends a message to a channel.', {channel, text: 'string! In mrkdwn', thread: 'string'}),
		reads('list_channels', 'Lists the public channels.', {limit}),
		reads('get_channel_history', 'Reads the newest messages of a channel.', {channel, limit}),
		reads('get_thread', 'Reads the answers to a message.', {channel, thread: 'string! Timestamp of the message'}),
		reads('search_messages', 'Finds messages.', {query: 'string! What to look for', sort: 'score|timestamp'}),
		writes('add_reaction', 'Adds an emoji to a message.', {channel, message: 'string!', emoji: 'string! Its name'}),
		reads('list_users', 'Lists the people of the workspace.', {limit}),
		reads('get_user_profile', 'Reads the profile of a person.', {user: 'string! Id of the person'}),
	],
	'jira-mcp': [
		reads('search_issues', 'Finds issues.', {jql: 'string! The query', limit}),
		reads('get_issue', 'Reads an issue.', {key: issueKey, expand: 'string[] More parts of it'}),
		writes('create_issue', 'Creates an issue.', {
			project: 'string! Key of the project',
			type: 'Bug|Task|Story! Kind of issue',
			summary: 'string! In one line',
			description: 'string',
		}),
		writes('update_issue', 'Changes fields of an issue.', {key: issueKey, fields: 'object! New values by name'}),
		writes('add_comment', 'Comments on an issue.', {key: issueKey, body: 'string! The comment'}),
		reads('list_transitions', 'Lists the states an issue can go to.', {key: issueKey}),
		writes('transition_issue', 'Moves an issue to another state.', {key: issueKey, transition: 'string! Its id'}),
		writes('assign_issue', 'Gives an issue to a person.', {key: issueKey, assignee: 'string! Id of the account'}),
		reads('list_projects', 'Lists the projects.', {}),
		reads('list_sprints', 'Lists the sprints of a board.', {board: 'integer! Id of the board', state: 'active|closed'}),
		removes('delete_issue', 'Deletes an issue.', {key: issueKey}),
	],
	'github-mcp': [
		reads('search_repositories', 'Finds repositories.', {query: 'string! What to look for', per_page: limit}),
		reads('search_code', 'Finds code.', {query: 'string! What to look for', per_page: limit}),
		reads('get_file_contents', 'Reads a file or lists a folder.', {...repo, path: 'string!', ref: 'string'}),
		writes('create_or_update_file', 'Commits one file.', {
			...repo,
			path: 'string! Path of the file',
			content: 'string! Its new text',
			message: 'string! Commit message',
			branch: 'string! Branch to commit to',
		}),
		writes('create_branch', 'Creates a branch.', {...repo, branch: 'string! Its name', from: 'string'}),
		removes('delete_branch', 'Deletes a branch.', {...repo, branch: 'string! Its name'}),
		reads('list_commits', 'Lists the commits of a branch.', {...repo, sha: 'string', per_page: limit}),
		reads('list_issues', 'Lists issues.', {...repo, state: 'open|closed|all', labels: 'string[]'}),
		writes('create_issue', 'Opens an issue.', {...repo, title: 'string! In one line', body: 'string'}),
		writes('add_issue_comment', 'Comments on an issue.', {...repo, issue_number: 'integer!', body: 'string!'}),
		reads('list_pull_requests', 'Lists pull requests.', {...repo, state: 'open|closed|all'}),
		reads('get_pull_request_diff', 'Reads what a pull request changes.', pull),
		writes('create_pull_request', 'Opens a pull request.', {
			...repo,
			title: 'string! In one line',
			head: 'string! Branch with the changes',
			base: 'string! Branch to merge into',
			body: 'string',
		}),
		writes('merge_pull_request', 'Merges a pull request.', {...pull, method: 'merge|squash|rebase'}),
	],
	'notion-mcp': [
		reads('search', 'Finds pages and databases by title.', {query: 'string!', filter: 'page|database'}),
		reads('get_page', 'Reads the properties of a page.', {page}),
		reads('get_page_content', 'Reads the blocks of a page.', {page, limit}),
		writes('create_page', 'Creates a page below another.', {parent: page, title: 'string!', markdown: 'string'}),
		writes('update_page', 'Changes properties of a page.', {page, properties: 'object! New values by name'}),
		writes('append_blocks', 'Adds text to the end of a page.', {page, markdown: 'string! The text'}),
		removes('archive_page', 'Moves a page to the trash.', {page}),
		reads('query_database', 'Lists the rows of a database.', {database: 'string!', filter: 'object', limit}),
		writes('add_comment', 'Comments on a page.', {page, text: 'string! The comment'}),
	],
};
