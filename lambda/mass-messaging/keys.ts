/** Partition keys of the tables, each a string. */
export const tableKeys = {
  /** The campaign's id. */
  campaigns: 'campaign',
  /** `<campaign>#<record>#<fingerprint of its recipients>` */
  ledger: 'pk',
  /** The recipient's id. An item that exists says no. */
  optOuts: 'recipient',
  /** The provider's URL. */
  rateLimits: 'provider',
} as const;

/** Attribute of the ledger with the second since 1970 after which DynamoDB may delete the item. */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/** Attributes of a campaign that the handlers read. The claim of the campaign writes them. */
export const campaignAttributes = {
  /** `running` or `stopped`. */
  status: 'status',
  /** What every recipient is sent. */
  text: 'text',
} as const;
