/**
 * Who may answer what. The readings live in the model because the App Home explains them too,
 * and nothing there may reach into the rules.
 */
export {
  mayBreakGlass,
  mayOverride,
  rightNeeded,
  rightsOf,
  sameEmail,
  tierName,
  tierOf,
  tiersWith,
} from '../../model/rights.ts';
