package domain

// Propose finds the assignment of mentors and mentees with the greatest sum of
// scores, the same for the same register.
func Propose(r *Register, on Date) Proposal { return Proposal{} }
