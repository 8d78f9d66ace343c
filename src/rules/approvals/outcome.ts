/** What a decision is worth with its grants. Lives in the model because messages and digests draw it too. */
export {
  type Answer,
  type ApprovalCount,
  askingFindings,
  type DecisionOutcome,
  type OutcomeState,
  outcomeOf,
  type PackOutcome,
  packOutcomes,
} from '../../model/outcome.ts';
