"""A simulated company with a known truth.

`company.simulate` writes a workspace of raw exports in the formats of the source systems. Every effect of the
roll-out changes the process (arrivals, hazards, replies), never a KPI value, so the audit can be checked against
`truth.json`.
"""
