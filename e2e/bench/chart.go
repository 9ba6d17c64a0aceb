package main

func (r *report) draw(file string) error { return nil }
