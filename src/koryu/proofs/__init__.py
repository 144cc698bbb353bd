"""What tables make is held against shapes before it is made: by their plan, by their columns, by queries."""
