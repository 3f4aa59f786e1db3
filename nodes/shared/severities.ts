/**
 * Severities of incidents, as D3's page for Create An Incident names them. Fields that offer them take another one from
 * an expression.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-an-incident
 */
export const SEVERITIES = ['Critical', 'High', 'Medium', 'Low', 'Informational'];
