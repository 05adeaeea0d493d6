/** Shells with a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/**
 * The script that asks `seam __complete` for what can stand at the cursor; file names where it knows nothing.
 * bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 * zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 * fish: https://fishshell.com/docs/current/completions.html
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# seam completion for bash: eval "$(seam completion bash)"
_seam() {
  local value about current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    # Inside quotes the value stands as it is; elsewhere what the shell would act on is escaped.
    case "$current" in
      [\\"\\']*) COMPREPLY+=("$value") ;;
      *) COMPREPLY+=("$(printf '%q' "$value")") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _seam seam
`,
  zsh: `#compdef seam
# seam completion for zsh: eval "$(seam completion zsh)", behind compinit
_seam() {
  local -a values shown
  local line
  for line in "\${(@f)$("\${words[1]}" __complete zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n "$line" ]] || continue
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  }")
  done
  if (( \${#values} )); then
    compadd -l -d shown -a values
  else
    _files
  fi
}
compdef _seam seam
`,
  fish: `# seam completion for fish: seam completion fish | source
function __seam_complete
    set -l words (commandline -opc)
    set -l found ($words[1] __complete fish -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c seam -f -a '(__seam_complete)'
`,
};
