import { UserError } from 'n8n-workflow';

/** Something in the credential must be fixed first; nothing was sent to D3. */
export class CredentialError extends UserError {}
