"""What the rules find, in words and on screen: findings, sums, quotas, and the judgement beside a form."""
