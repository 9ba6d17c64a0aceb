import { Component, Injectable, inject, signal } from '@angular/core';
import { createClient, type Session } from 'cognito-wasm';

@Injectable({ providedIn: 'root' })
export class Auth {
  private readonly client = createClient({
    userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: 'http://localhost:9229', storage: 'local',
    worker: 'cognito-wasm.worker.js', wasm: 'cognito-auth.wasm',
  });
  private readonly current = signal<Session | null | undefined>(undefined);

  /** Undefined: not known yet. Null: nobody is signed in. */
  readonly session = this.current.asReadonly();

  constructor() {
    const changed = () => this.current.set(this.client.snapshot());
    this.client.subscribe(changed);
    this.client.session({ refresh: false }).then(changed, changed);
  }

  async signIn(username: string, password: string) {
    const step = await this.client.initiate({ username, password });
    if (!step.done) throw new Error(`Cognito asks for ${step.challenge}, which this page cannot answer yet.`);
  }

  signOut() {
    return this.client.signOut();
  }
}

@Component({
  selector: 'app-root',
  template: `
    @if (auth.session(); as session) {
      <p><output>Hello {{ session.username }}</output> <button (click)="auth.signOut()">Sign out</button></p>
    } @else if (auth.session() === null) {
      <form method="post" (submit)="signIn($event, username.value, password.value)">
        <label>User name <input #username name="username" autocomplete="username" required></label>
        <label>Password <input #password name="password" type="password" autocomplete="current-password" required></label>
        <button>Sign in</button>
        <p role="alert">{{ problem() }}</p>
      </form>
    }`,
})
export class App {
  protected readonly auth = inject(Auth);
  protected readonly problem = signal('');

  protected async signIn(event: Event, username: string, password: string) {
    event.preventDefault();
    this.problem.set('');
    try {
      await this.auth.signIn(username, password);
    } catch (error) {
      this.problem.set((error as Error).message);
    }
  }
}
